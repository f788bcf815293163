"""The functions behind `import dateline`: documents, archives and outputs in a notebook, without a pipeline."""
