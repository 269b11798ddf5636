"""Tokens as AWS's own signer for Python makes them, at a time that is given: cases as JSON on stdin, tokens on stdout."""
import datetime
import json
import os
import sys

import botocore.auth
from aws_msk_iam_sasl_signer import MSKAuthTokenProvider

given = json.load(sys.stdin)
now = datetime.datetime.fromtimestamp(given["nowMs"] // 1000, datetime.timezone.utc)
botocore.auth.get_current_datetime = lambda remove_tzinfo=True: now.replace(tzinfo=None) if remove_tzinfo else now
tokens = []
for case in given["cases"]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        os.environ.pop(name, None)
    os.environ.update(case["env"])
    tokens.append(MSKAuthTokenProvider.generate_auth_token(case["region"]))
json.dump({"userAgent": MSKAuthTokenProvider.__get_user_agent__(), "tokens": tokens}, sys.stdout)
