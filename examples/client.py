"""Sends one record to a Comity server and prints what the law says on each date.

    python client.py 127.0.0.1:50551 examples/records/C01.json 2015-06-01 2015-11-15

Needs grpcio, protobuf and the stubs that grpc_tools generates from proto/ (docs/client.md).
"""

import json
import sys

import grpc
from comity.v1 import decision_pb2, evaluation_service_pb2, evaluation_service_pb2_grpc, record_pb2
from google.protobuf import json_format


def outcome(number):
    return decision_pb2.Outcome.Name(number).removeprefix("OUTCOME_")


def main(address, file, *dates):
    with open(file) as text:
        record = json_format.ParseDict(json.load(text), record_pb2.Record())
    request = evaluation_service_pb2.EvaluateRequest(
        options=evaluation_service_pb2.EvaluateOptions(as_of=dates), record=record
    )
    with grpc.insecure_channel(address) as channel:
        answer = evaluation_service_pb2_grpc.EvaluationServiceStub(channel).Evaluate(request, timeout=30)
    for decision in answer.decisions:
        for part in decision.jurisdictions:
            bounds = f"at least {outcome(part.bounds.at_least)}, at most {outcome(part.bounds.at_most)}"
            print(f"{decision.as_of} {part.jurisdiction}: {bounds}")
            for finding in part.verdict.findings:
                print(f"  {finding.rule_id} {outcome(finding.outcome)} {finding.subject.id}: {finding.message.text}")


if __name__ == "__main__":
    main(*sys.argv[1:])
