#!/usr/bin/env bash
# gofeed loses an author whose name is followed by brackets, and takes a name and address for an address alone.
#
# Version   github.com/mmcdole/gofeed v1.4.2 (needs Go)
# Expected  RSS writes `address (Name)`; where there is no address, the text would be the name. `Author` has `Name` and
#           `Email`.
# Happens   "Ann Lee (Reuters)" gives an author with neither. Of "Ann Lee <ann@harbour.example>" all is the address.
# For you   Articles of agencies have no author. Read `DublinCoreExt.Creator` or the raw RSS item.
# Source    https://pkg.go.dev/github.com/mmcdole/gofeed#Person
#           https://www.rssboard.org/rss-specification#ltauthorgtSubelementOfLtitemgt
. "$(dirname "$0")/lib.sh"

golang github.com/mmcdole/gofeed@v1.4.2 << 'GO'
package main

import (
	"fmt"
	"html"

	"github.com/mmcdole/gofeed"
)

func main() {
	for _, text := range []string{
		"ann@harbour.example (Ann Lee)", "Ann Lee", "Ann Lee (Reuters)", "Ann Lee <ann@harbour.example>",
	} {
		feed, err := gofeed.NewParser().ParseString(`<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
			<item><title>Quay opens</title><dc:creator>` + html.EscapeString(text) + `</dc:creator></item></channel></rss>`)
		if err != nil {
			panic(err)
		}
		author := feed.Items[0].Authors[0]
		fmt.Printf("%-30s name %q, address %q\n", text, author.Name, author.Email)
	}
}
GO

seen << 'OUT'
ann@harbour.example (Ann Lee)  name "Ann Lee", address "ann@harbour.example"
Ann Lee                        name "Ann Lee", address ""
Ann Lee (Reuters)              name "", address ""
Ann Lee <ann@harbour.example>  name "", address "Ann Lee <ann@harbour.example>"
OUT
