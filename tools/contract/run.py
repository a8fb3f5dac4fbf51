"""Asks the running product everything its OpenAPI document allows, and much that it does not.

Starts the binary on an empty folder, sets it up, gives it a few things to find, and lets schemathesis go over every operation: no
answer may be a 500, every answer must be of a kind that the document promises and fit its schema.

Usage: run.py BINARY [further arguments of schemathesis]
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

PASSWORD = "a long enough passphrase 42"
MAIL = """From: Anna <anna@customer.example>
To: help@desk.example
Subject: Where is my bike?
Message-ID: <1@customer.example>

It was to come on Monday.
"""
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def ask(url, path, body=None, cookie=None, method=None):
    headers = {"content-type": "application/json", "x-quarterdeck-client": "staff"}
    if cookie:
        headers["cookie"] = cookie
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"null"), answer.headers
    except urllib.error.HTTPError as refused:
        sys.exit(f"{path}: {refused.code} {refused.read().decode(errors='replace')}")


def set_up(url):
    """A company with an administrator; gives the secret of an API token that may do everything."""
    company = {
        "name": "Ada", "email": "ada@desk.example", "password": PASSWORD, "company": "Desk", "time_zone": "Europe/Berlin",
        "language": "en", "start": "empty",
    }
    _, headers = ask(url, "/api/v1/access/setup", company)
    cookie = headers["set-cookie"].split(";")[0]
    permissions, _ = ask(url, "/api/v1/access/permissions", cookie=cookie)
    names = [one["name"] for one in permissions.get("items", permissions)]
    token = {"name": "contract", "scopes": names}
    made, _ = ask(url, "/api/v1/access/tokens", token, cookie)
    return made["secret"], cookie


def things(url, cookie, deliver):
    """Makes one thing of each kind; gives the beginning of the paths under which its id is asked for, with the id."""

    def make(path, body):
        return ask(url, "/api/v1" + path, body, cookie)[0]["id"]

    mailbox = make("/channels/mailboxes", {"name": "Help", "address": "help@desk.example"})
    deliver(MAIL)
    deliver("Subject: nobody wrote this\n\nHello")
    for _ in range(100):
        conversations = ask(url, "/api/v1/inbox/conversations", cookie=cookie)[0]["items"]
        unplaced = ask(url, "/api/v1/channels/unplaced", cookie=cookie)[0]["items"]
        if conversations and unplaced:
            break
        time.sleep(0.1)
    conversation = conversations[0]["id"]
    messages = ask(url, f"/api/v1/inbox/conversations/{conversation}/messages", cookie=cookie)[0]["items"]
    return {
        "/api/v1/channels/mailboxes/{id}": mailbox,
        "/api/v1/channels/conversations/{id}": conversation,
        "/api/v1/channels/unplaced/{id}": unplaced[0]["id"],
        "/api/v1/inbox/conversations/{id}": conversation,
        "/api/v1/inbox/messages/{id}": messages[0]["id"],
        "/api/v1/customers/contacts/{id}": conversations[0]["contact"]["id"],
        "/api/v1/customers/organisations/{id}": make("/customers/organisations", {"name": "Customer Ltd", "domains": []}),
        "/api/v1/access/people/{id}": ask(url, "/api/v1/access/me", cookie=cookie)[0]["person"]["id"],
        "/api/v1/access/teams/{id}": make("/access/teams", {"name": "Bikes", "member_ids": []}),
        "/api/v1/inbox/tags/{id}": make("/inbox/tags", {"name": "bike"}),
        "/api/v1/inbox/topics/{id}": make("/inbox/topics", {"name": "Delivery"}),
        "/api/v1/inbox/views/{id}": make("/inbox/views", {"name": "Mine", "query": "status:open", "audience": "me"}),
    }


def settings(document, known):
    """Lets questions ask for things that are there; what would take them away asks for others."""
    lines = []
    for path, operations in document["paths"].items():
        thing = next((id for start, id in known.items() if path.startswith(start)), None)
        for method, operation in operations.items():
            if thing and method in ("get", "post", "put", "patch") and not path.startswith("/api/v1/access/people"):
                name = operation["operationId"]
                lines.append(f'[[operations]]\ninclude-operation-id = "{name}"\nparameters = {{ "path.id" = "{thing}" }}\n')
    return "\n".join(lines)


def main():
    binary, more = sys.argv[1], sys.argv[2:]
    folder = tempfile.mkdtemp(prefix="quarterdeck-contract-")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QUARTERDECK_")}
    environment.update(
        QUARTERDECK_DATA_FOLDER=folder, QUARTERDECK_SERVER_PORT="0", QUARTERDECK_LIMITS_REQUESTS_PER_MINUTE="1000000",
        QUARTERDECK_LIMITS_SIGN_INS_PER_MINUTE="1000000",
    )
    log = open(pathlib.Path(folder) / "log", "wb")
    server = subprocess.Popen([binary, "serve"], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        url = re.search(r"http://\S+", server.stdout.readline())[0].rstrip("/.")
        secret, cookie = set_up(url)
        deliver = lambda mail: subprocess.run(
            [binary, "deliver"], input=mail, text=True, cwd=folder, env=environment, check=True
        )
        known = things(url, cookie, deliver)
        document, _ = ask(url, "/api/openapi.json")
        config = pathlib.Path(folder) / "schemathesis.toml"
        config.write_text(settings(document, known))
        command = [
            shutil.which("schemathesis") or str(pathlib.Path(sys.executable).with_name("schemathesis")),
            "--config-file", str(config), "run", url + "/api/openapi.json", "--url", url,
            "--header", f"Authorization: Bearer {secret}", "--checks", CHECKS, "--phases", "examples,coverage,fuzzing",
            "--continue-on-failure", "--suppress-health-check", "all", *more,
        ]
        ended = subprocess.run(command, cwd=folder).returncode
        words = (pathlib.Path(folder) / "log").read_text(errors="replace")
        if "panicked" in words:
            print("something panicked:", *[line for line in words.splitlines() if "panicked" in line][:5], sep="\n")
            ended = 1
        return ended or (0 if server.poll() is None else 1)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


sys.exit(main())
