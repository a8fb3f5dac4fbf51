"""The dashboard's question asked of DuckDB, on the same facts in memory: prints the milliseconds of each of some runs."""

import sqlite3
import sys
import tempfile
import time
import csv

import duckdb

COLUMNS = """team_id, created_at, first_reply_at, first_customer_at, solved_at, first_solved_at, requester_wait, agent_wait,
             hold_wait, replies, reopened, transfers"""
source = sqlite3.connect(sys.argv[1])
store = duckdb.connect()
with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as file:
    csv.writer(file).writerows(source.execute(f"select {COLUMNS} from insight_conversations"))
    file.flush()
    store.execute(
        f"create table facts as select * from read_csv('{file.name}', header = false, names = {[c.strip() for c in COLUMNS.split(',')]})"
    )
DURATIONS = [
    "first_reply_at - first_customer_at",
    "requester_wait",
    "agent_wait",
    "hold_wait",
    "first_solved_at - created_at",
    "solved_at - created_at",
]
spread = ", ".join(f"avg({d}), median({d}), quantile_cont({d}, 0.9)" for d in DURATIONS)
week = "date_trunc('week', make_timestamp(solved_at))"
solved = f"""select team_id, {week} as week, count(*), {spread}, count(*) filter (replies = 1), count(*) filter (reopened > 0),
             count(*) filter (transfers > 0) from facts where solved_at >= $from group by 1, 2"""
begun = f"""select team_id, date_trunc('week', make_timestamp(created_at)), count(*), count(*) filter (solved_at > 0) from facts
            where created_at >= $from group by 1, 2"""
newest = store.execute("select max(created_at) from facts").fetchone()[0]
since = {"from": newest - 365 * 86_400_000_000}
for _ in range(7):
    began = time.perf_counter()
    store.execute(solved, since).fetchall()
    store.execute(begun, since).fetchall()
    print((time.perf_counter() - began) * 1000)
