"""The evaluator of policies: a small truth table."""

from __future__ import annotations

import pytest

from tests.engines.step_functions.policies import allowing, denied, statements, unused

POLICY = {
    "Statement": [
        {"Effect": "Allow", "Action": ["s3:Get*"], "Resource": ["arn:${AWS::Partition}:s3:::b/a/*"]},
        {
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": "arn:aws:s3:::b",
            "Condition": {"StringLike": {"s3:prefix": ["a/*"]}},
        },
        {"Effect": "Deny", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::b/a/secret/*"]},
    ]
}
LIST = {"action": "s3:ListBucket", "resource": "arn:aws:s3:::b"}


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ({"action": "s3:GetObject", "resource": "arn:aws:s3:::b/a/x"}, True),
        ({"action": "s3:getobject", "resource": "arn:aws:s3:::b/a/x/y"}, True),
        ({"action": "s3:GetObject", "resource": "arn:aws:s3:::b/ab"}, False),
        ({"action": "s3:PutObject", "resource": "arn:aws:s3:::b/a/x"}, False),
        ({"action": "s3:GetObject", "resource": "arn:aws:s3:::b/a/secret/x"}, False),
        ({**LIST, "context": {"s3:prefix": "a/x"}}, True),
        ({**LIST, "context": {"s3:prefix": "c"}}, False),
        (LIST, False),
    ],
)
def test_what_is_allowed(call: dict[str, object], expected: bool) -> None:
    policy = statements(POLICY)
    assert bool(allowing(policy, call)) is expected
    assert denied(policy, [call, call]) == ([] if expected else [(call["action"], call["resource"])])


def test_what_is_not_needed() -> None:
    policy = statements(POLICY)[:2]
    call = {"action": "s3:GetObject", "resource": "arn:aws:s3:::b/a/x"}
    assert list(unused(policy, [call])) == [("s3:ListBucket", "arn:aws:s3:::b")]
