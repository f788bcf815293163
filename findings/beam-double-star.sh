#!/usr/bin/env bash
# In Beam's Python file patterns, **/*.txt leaves out the files of the folder itself, but takes those that are hidden.
#
# Version   apache-beam 2.77.0, beside the glob of Python
# Expected  In shells, in Python and in git, ** stands for any number of folders, none among them, and * passes over
#           names that begin with a dot.
# Happens   ** is "any characters", so that its slash must be there; a dot is a character like others.
# For you   The top folder's files are never read, and temporary ones of other tools are. Write DIR/**.txt, and filter
#           names.
# Source    https://beam.apache.org/releases/pydoc/current/apache_beam.io.filesystem.html
#           https://docs.python.org/3/library/glob.html
. "$(dirname "$0")/lib.sh"

mkdir -p news/2024
touch news/top.txt news/.part.txt news/2024/quay.txt news/2024/.part.txt
python apache-beam==2.77.0 << 'PY'
import glob

from apache_beam.io.filesystems import FileSystems

for pattern in ("news/**/*.txt", "news/*.txt", "news/**.txt"):
    [match] = FileSystems.match([pattern])
    print(pattern)
    print("  Python", sorted(glob.glob(pattern, recursive=True)))
    print("  Beam  ", sorted(file.path for file in match.metadata_list))
PY

seen << 'OUT'
news/**/*.txt
  Python ['news/2024/quay.txt', 'news/top.txt']
  Beam   ['news/2024/.part.txt', 'news/2024/quay.txt']
news/*.txt
  Python ['news/top.txt']
  Beam   ['news/.part.txt', 'news/top.txt']
news/**.txt
  Python ['news/top.txt']
  Beam   ['news/.part.txt', 'news/2024/.part.txt', 'news/2024/quay.txt', 'news/top.txt']
OUT
