# SPDX-License-Identifier: Apache-2.0
# Copyright the pdrop authors
"""Runs a notebook from its first cell to its last in a new kernel, and writes it down with what its cells showed.

Usage: execute_notebook.py NOTEBOOK OUTPUT. Exit code 1 and the cell's own words if a cell fails; what came before it is
written all the same.
"""

import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

SECONDS_A_CELL = 600


def main(notebook, destination):
    book = nbformat.read(notebook, as_version=4)
    client = NotebookClient(book, timeout=SECONDS_A_CELL, kernel_name="java", resources={"metadata": {"path": "."}})
    try:
        client.execute()
    except CellExecutionError as failure:
        print(failure, file=sys.stderr)
        for shown in (output for cell in book.cells for output in cell.get("outputs", [])):
            if shown.output_type == "error":
                print(shown.ename, shown.evalue, sep=": ", file=sys.stderr)
        return 1
    finally:
        nbformat.write(book, destination)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
