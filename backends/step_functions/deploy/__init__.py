"""Deploying to Step Functions, through boto3."""
