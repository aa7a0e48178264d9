"""A small signing service as the Cloud Signature Consortium's API v2 describes it: csc.py PORT FOLDER CLIENT SECRET PIN

FOLDER holds person.key, person.pem and ca.pem. It keeps one key, "own", of the user "eva", which a PIN releases for one
signature of one hash; bare=1 in the path gives r and s instead of DER. OpenSSL signs. For tests.
"""

import base64
import json
import secrets
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PORT, FOLDER, CLIENT, SECRET, PIN = int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:6]
ECDSA, SHA256 = "1.2.840.10045.4.3.2", "2.16.840.1.101.3.4.2.1"
tokens, released = set(), {}


class Refused(Exception):
    def __init__(self, status, error):
        self.status, self.error = status, error


def openssl(*arguments, given=None):
    return subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True).stdout


def certificate(name):
    der = openssl("x509", "-in", str(FOLDER / name), "-outform", "DER")
    return base64.b64encode(der).decode()


def sign(digest):
    return openssl("pkeyutl", "-sign", "-inkey", str(FOLDER / "person.key"), given=digest)


def bare(der):
    numbers, at = [], 2
    for _ in range(2):
        length = der[at + 1]
        numbers.append(der[at + 2 : at + 2 + length].lstrip(b"\0").rjust(32, b"\0"))
        at += 2 + length
    return b"".join(numbers)


def known(body):
    if body.get("credentialID") != "own":
        raise Refused(400, "invalid_request")


def listed(body):
    return {"credentialIDs": ["own"] if body.get("userID") == "eva" else []}


def info(body):
    known(body)
    return {
        "key": {"status": "enabled", "algo": ["1.2.840.10045.2.1"], "len": 256, "curve": "1.2.840.10045.3.1.7"},
        "cert": {"status": "valid", "certificates": [certificate("person.pem"), certificate("ca.pem")]},
        "auth": {
            "mode": "explicit",
            "expression": "PIN",
            "objects": [{"type": "Password", "id": "PIN", "label": "PIN", "format": "N"}],
        },
        "SCAL": "2",
        "multisign": 1,
    }


def authorize(body):
    known(body)
    if body["numSignatures"] != 1 or len(body["hashes"]) != 1 or body["hashAlgorithmOID"] != SHA256:
        raise Refused(400, "invalid_request")
    if body["authData"] != [{"id": "PIN", "value": PIN}]:
        raise Refused(400, "invalid_pin")
    sad = secrets.token_urlsafe()
    released[sad] = body["hashes"]
    return {"SAD": sad, "expiresIn": 300}


def sign_hash(body, is_bare):
    known(body)
    if released.pop(body["SAD"], None) != body["hashes"] or body["signAlgo"] != ECDSA:
        raise Refused(400, "invalid_request")
    signature = sign(base64.b64decode(body["hashes"][0]))
    return {"signatures": [base64.b64encode(bare(signature) if is_bare else signature).decode()]}


def token(handler):
    expected = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    if handler.headers["authorization"] != expected or b"grant_type=client_credentials" not in handler.body:
        raise Refused(401, "invalid_client")
    made = secrets.token_urlsafe()
    tokens.add(made)
    return {"access_token": made, "token_type": "Bearer", "expires_in": 3600}


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        self.body = self.rfile.read(int(self.headers["content-length"] or 0))
        try:
            status, reply = 200, self.reply()
        except Refused as refused:
            status, reply = refused.status, {"error": refused.error}
        data = json.dumps(reply).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def reply(self):
        base, _, path = self.path.partition("/csc/v2/")
        if path == "oauth2/token":
            return token(self)
        if (self.headers["authorization"] or "").removeprefix("Bearer ") not in tokens:
            raise Refused(401, "invalid_token")
        body = json.loads(self.body)
        answers = {
            "credentials/list": listed,
            "credentials/info": info,
            "credentials/authorize": authorize,
            "signatures/signHash": lambda body: sign_hash(body, base == "/bare"),
        }
        if path not in answers:
            raise Refused(404, "invalid_request")
        return answers[path](body)


ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
