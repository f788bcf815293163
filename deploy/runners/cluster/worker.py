"""Beam's Python worker for a Flink cluster: the command of `--environment_type=PROCESS`, which a task manager starts.

Beam's own `boot` does more (it fetches artifacts into a virtual environment) and wants Go to build it. This one runs in
the environment in which it is installed, and that has all that the worker needs.
"""

import argparse
import json
import os
import threading
import time

PATIENCE = 60.0


def main() -> None:
    """Works until the task manager ends this process, or is gone itself."""
    # One that is killed ends no worker, and a worker that waits for its data would wait for ever.
    threading.Thread(target=_end_with, args=[os.getppid()], daemon=True).start()
    parser = argparse.ArgumentParser()
    parser.add_argument("--id", required=True)
    parser.add_argument("--provision_endpoint", required=True)
    arguments, _ = parser.parse_known_args()
    # Beam reads it when it is imported.
    os.environ["WORKER_ID"] = arguments.id

    import grpc  # type: ignore[import-untyped]
    from apache_beam.portability.api import beam_provision_api_pb2, beam_provision_api_pb2_grpc
    from apache_beam.runners.worker import sdk_worker_main
    from google.protobuf import json_format, text_format

    with grpc.insecure_channel(arguments.provision_endpoint) as channel:
        service = beam_provision_api_pb2_grpc.ProvisionServiceStub(channel)
        info = service.GetProvisionInfo(
            beam_provision_api_pb2.GetProvisionInfoRequest(),
            metadata=[("worker_id", arguments.id)],
            timeout=PATIENCE,
            wait_for_ready=True,
        ).info
    os.environ["PIPELINE_OPTIONS"] = json.dumps(json_format.MessageToDict(info.pipeline_options))
    os.environ["LOGGING_API_SERVICE_DESCRIPTOR"] = text_format.MessageToString(info.logging_endpoint)
    os.environ["CONTROL_API_SERVICE_DESCRIPTOR"] = text_format.MessageToString(info.control_endpoint)
    os.environ["RUNNER_CAPABILITIES"] = " ".join(info.runner_capabilities)
    sdk_worker_main.main([])


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    main()
