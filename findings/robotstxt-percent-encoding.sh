#!/usr/bin/env bash
# temoto/robotstxt compares paths byte by byte: a rule in a site's own script never matches the addresses it names.
#
# Version   github.com/temoto/robotstxt v1.1.2 (needs Go)
# Expected  RFC 9309 compares percent-encoded octets: `/новости/`, its encoded form, and that in lower case are one path.
# Happens   Each form meets only itself. A rule as an editor types it does not hold for the address that a crawler sends.
# For you   Bring rules and addresses into one form, upper-case percent-encoding, before asking.
# Source    https://www.rfc-editor.org/rfc/rfc9309#section-2.2.2
. "$(dirname "$0")/lib.sh"

golang github.com/temoto/robotstxt@v1.1.2 << 'GO'
package main

import (
	"fmt"

	"github.com/temoto/robotstxt"
)

func main() {
	address := "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1"
	for _, path := range []string{"/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/", "/%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d0%b8/", "/новости/"} {
		rules, err := robotstxt.FromString("User-agent: *\nDisallow: " + path + "\n")
		if err != nil {
			panic(err)
		}
		fmt.Println("Disallow:", path, "allowed:", rules.TestAgent(address, "reader"))
	}
}
GO

seen << 'OUT'
Disallow: /%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/ allowed: false
Disallow: /%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d0%b8/ allowed: true
Disallow: /новости/ allowed: true
OUT
