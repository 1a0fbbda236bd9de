"""A rule as a page of text: for `flowc explain` and for the documentation."""

from __future__ import annotations

from flowc.ir.rule import Rule

_LANGUAGES = {"manifest": "yaml", "configuration": "toml"}
"""Of examples that are no flows, by target."""


def explain(rule: Rule) -> str:
    """Markdown: title, severity, reason, bad and good example, how to silence it."""
    parts = [
        f"# {rule.code}: {rule.title}\n",
        f"Severity: {rule.severity.value}\n",
        f"{rule.why.strip()}\n",
    ]
    if rule.target != "deploy":  # no flow makes an engine refuse
        parts += [_example("Bad", rule.bad, rule), _example("Good", rule.good, rule)]
    for name, text in rule.files.items():
        parts.append(f"with `{name}`:\n\n```\n{text.strip()}\n```\n")
    if rule.ignorable:
        parts.append(f"To silence it on one line: `# flowc: ignore[{rule.code}]`\n")
    return "\n".join(parts)


def _example(title: str, source: str, rule: Rule) -> str:
    language = _LANGUAGES.get(rule.target or "", "python")
    return f"## {title}\n\n```{language}\n{source.strip()}\n```\n"
