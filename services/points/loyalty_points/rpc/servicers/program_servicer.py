"""ProgramService."""

from __future__ import annotations

import grpc
from loyalty.points.v1 import program_service_pb2 as pb
from loyalty.points.v1 import program_service_pb2_grpc
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields

from loyalty_points.rpc.ids import FEW, read_page_size
from loyalty_points.rpc.read.read_program import read_program
from loyalty_points.rpc.times import read_time
from loyalty_points.rpc.write.write_program import write_program
from loyalty_points.use_cases import look_up
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.programs import publish_program


class ProgramServicer(program_service_pb2_grpc.ProgramServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def CheckProgram(  # noqa: N802
        self, request: pb.CheckProgramRequest, _context: grpc.ServicerContext
    ) -> pb.CheckProgramResponse:
        """Check a program."""
        fields = Fields()
        program = read_program(fields, request.program, is_set=request.HasField("program"))
        fields.finish()
        rules = publish_program.check_program(self._parts, current_call(), program)
        return pb.CheckProgramResponse(plugins=rules.plugins)

    def PublishProgram(  # noqa: N802
        self, request: pb.PublishProgramRequest, _context: grpc.ServicerContext
    ) -> pb.PublishProgramResponse:
        """Publish a program."""
        fields = Fields()
        fields.request_id(request.request_id)
        program = read_program(fields, request.program, is_set=request.HasField("program"))
        fields.finish()
        published = publish_program.publish_program(
            self._parts, current_call(), request.request_id, program
        )
        return pb.PublishProgramResponse(program=write_program(published))

    def GetProgram(  # noqa: N802
        self, request: pb.GetProgramRequest, _context: grpc.ServicerContext
    ) -> pb.GetProgramResponse:
        """Get one program."""
        current_call().caller.require_group()
        fields = Fields()
        selector = request.WhichOneof("selector")
        if selector == "version":
            fields.whole(request.version, "version", 1)
            fields.finish()
            program = look_up.get_program(self._parts, version=request.version)
        elif selector == "time":
            instant = read_time(fields, request.time, "time", is_set=True)
            fields.finish()
            program = look_up.get_program(self._parts, instant=instant)
        else:
            program = look_up.get_program(self._parts)
        return pb.GetProgramResponse(program=write_program(program))

    def ListPrograms(  # noqa: N802
        self, request: pb.ListProgramsRequest, _context: grpc.ServicerContext
    ) -> pb.ListProgramsResponse:
        """List the programs."""
        current_call().caller.require_group()
        fields = Fields()
        size = read_page_size(fields, request.page_size, FEW)
        fields.finish()
        programs, token = look_up.list_programs(self._parts, size, request.page_token)
        return pb.ListProgramsResponse(
            programs=[write_program(program) for program in programs], next_page_token=token
        )
