"""What an output holds, as a table of Apache Iceberg."""
