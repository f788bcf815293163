"""What the Flex Template's launcher runs: `python main.py --inputs=… --output=… --runner=DataflowRunner …`."""

import sys

from pipeline.cli import main

if __name__ == "__main__":
    sys.exit(main(["run", *sys.argv[1:]]))
