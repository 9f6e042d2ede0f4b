"""How the commands are used, in Thai and in English: their help, and what is said of wrong use.

click says both in English only.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import IO, Any

import click
from click.formatting import wrap_text

from helpers.messages import both

COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "check": ("ตรวจข้อมูลนำเข้า บอกว่าผิดที่ใดและต้องแก้อย่างไร", ("ita check", "ita check --html findings.html")),
    "workbook": ("เขียนแบบฟอร์มให้หน่วยงานกรอก", ("ita workbook form.xlsx --agency 5310703",)),
    "read-pdf": ("อ่าน PDF เป็นแบบฟอร์มที่กรอกแล้ว ให้คนตรวจทาน", ("ita read-pdf received.pdf --year 2568",)),
    "reports": (
        "จัดทำรายงานของทุกหน่วยงาน หรือเฉพาะที่ระบุ",
        (
            "ita reports",
            "ita reports --agency 5310703 --year 2568 --document annual",
            "ita reports --province บุรีรัมย์ --formats html,docx",
            "ita reports --runs runs.csv",
        ),
    ),
    "verify": ("ตรวจว่ารายงานตรงกับข้อมูลและไม่ถูกแก้ไข", ("ita verify", "ita verify page.html")),
    "digest": ("บอกงานที่ต้องติดตาม", ("ita digest todo --by province --docx --as-of 2569-03-01 --since sent",)),
    "pack": ("รวมเอกสารสำหรับส่งให้หน่วยงาน", ("ita pack sent --by district --sent 2568-12-01",)),
    "changes": ("บอกตัวเลขที่ต่างจากฉบับที่ส่งไปแล้ว", ("ita changes corrections --since sent",)),
    "rules": ("แสดงหลักเกณฑ์ของปีงบประมาณและที่มา", ("ita rules 2570", "ita rules --diff")),
    "new": ("จัดเตรียมพื้นที่ทำงานพร้อมตัวอย่าง", ("ita new work",)),
    "demo": ("จัดทำตัวอย่างหนึ่งจังหวัดจากหน่วยงานสมมุติ", ("ita demo",)),
    "demo-data": ("เขียนข้อมูลสมมุติสำหรับทดลอง", ("ita demo-data trial --agencies 100 --faults 0.1",)),
}
"""What each command does, in Thai, and how it is typed, in the order of the work."""

_PURPOSE = """
  จัดทำรายงานผลการประเมินคุณธรรมและความโปร่งใส (ITA) และมาตรการของหน่วยงานภาครัฐ

  ค่าเมื่อจบคำสั่ง: 0 เรียบร้อย; 1 จัดทำรายงานบางฉบับไม่ได้ ข้อมูลนำเข้าผิด หรือรายงานไม่ตรง;
  2 ใช้คำสั่งไม่ถูกต้อง; 130 หยุดด้วย Ctrl-C
"""

_OPTIONS_OF_CLICK = {
    "Show the version and exit.": "แสดงรุ่นของโปรแกรม",
    "Show this message and exit.": "แสดงวิธีใช้",
}


class WrongUseError(click.UsageError):
    """Wrong use of a command, told in both languages."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Prints how the command is used, where to read more, and what is wrong."""
        lines = []
        if self.ctx is not None:
            path = self.ctx.command_path
            lines = [self.ctx.get_usage(), f"ดูวิธีใช้ / For help: {path} --help", ""]
        lines.append(f"ผิดพลาด / Error: {self.format_message()}")
        click.echo("\n".join(lines), file=file, err=file is None)


@contextlib.contextmanager
def in_both_languages() -> Iterator[None]:
    """Says click's errors about wrong use in Thai, too."""
    try:
        yield
    except (click.exceptions.NoArgsIsHelpError, WrongUseError):
        raise
    except click.UsageError as error:
        message = error.message
        own = any("ก" <= letter <= "๛" for letter in message)
        th, _, en = message.partition("\n") if own else (_thai(error), "", error.format_message())
        if own and isinstance(error, click.BadParameter):
            hint = _name(error)
            th, en = f"{hint}: {th}", f"{hint}: {en}"
        raise WrongUseError(both(th, en), ctx=error.ctx) from error


def _name(error: click.BadParameter) -> str:
    """The option or argument that an error is about, as it is typed."""
    return error.param.get_error_hint(error.ctx) if error.param is not None else str(error.param_hint or "")


def _thai(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return f"ไม่มีตัวเลือก {error.option_name}" + _meant(error.possibilities)
        case click.NoSuchCommand():
            return f"ไม่มีคำสั่ง {error.command_name}" + _meant(error.possibilities)
        case click.BadOptionUsage():
            return f"ใช้ตัวเลือก {error.option_name} ไม่ครบหรือไม่ถูกต้อง"
        case click.MissingParameter():
            return f"ต้องระบุ {_name(error)}"
        case click.BadParameter(param=click.Parameter(type=kind)):
            return f"ค่าของ {_name(error)} ไม่ถูกต้อง {_wanted(kind)}".rstrip()
    return "ใช้คำสั่งไม่ถูกต้อง หรือมีคำเกิน"


def _meant(possibilities: Any) -> str:  # noqa: ANN401 - click names no type of its own here
    return f" ที่ใกล้เคียงคือ {', '.join(sorted(possibilities))}" if possibilities else ""


def _wanted(kind: click.ParamType[Any]) -> str:
    match kind:
        case click.Choice(choices=choices):
            return f"ต้องเป็น {', '.join(map(str, choices))}"
        case click.IntRange(min=least, max=most) | click.FloatRange(min=least, max=most):
            number = "จำนวนเต็ม" if isinstance(kind, click.IntRange) else "จำนวน"
            bounds = [f"มากกว่า {least}" if kind.min_open else f"ตั้งแต่ {least}"] if least is not None else []
            bounds += [f"ถึง {most}"] if most is not None else []
            return " ".join([f"ต้องเป็น{number}", *bounds])
        case click.Path():
            return "ไม่พบแฟ้มหรือโฟลเดอร์ หรือใช้ไม่ได้"
    return ""


# ------------------------------------------------------------------ help
class Command(click.Command):
    """A command whose help is in both languages and ends with examples."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes how the command is typed."""
        _write_usage(self, ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the Thai sentence, then the English help."""
        formatter.write(f"\n  {COMMANDS[str(self.name)][0]}\n")
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options, each in both languages."""
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the examples."""
        with formatter.section("ตัวอย่าง / Examples"):
            for example in COMMANDS[str(self.name)][1]:
                formatter.write(f"  {example}\n")


class Group(click.Group):
    """A group that lists its commands in both languages."""

    command_class = Command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes how a command is typed."""
        _write_usage(self, ctx, formatter)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes what the program is for and its exit status."""
        formatter.write(_PURPOSE)
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options, then the commands."""
        _write_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the commands in the order of the work."""
        with formatter.section("คำสั่ง / Commands"):
            for name, (purpose, _) in COMMANDS.items():
                command = self.get_command(ctx, name)
                english = command.get_short_help_str(formatter.width - 14) if command is not None else ""
                formatter.write(f"  {name:10} {purpose}\n{'':13}{english}\n")


def _write_usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix="วิธีใช้ / Usage: ")


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    with formatter.section("ตัวเลือก / Options"):
        for option in command.get_params(ctx):
            names, text = option.get_help_record(ctx) or ("", "")
            if not text:
                continue
            th, newline, en = text.partition("\n")
            if not newline:
                th, en = _OPTIONS_OF_CLICK.get(text, ""), text
            indent = " " * 6
            # A terminal breaks the line of Thai itself: it has no blanks where click could break it.
            formatter.write(f"  {names}\n" + (f"{indent}{th}\n" if th else ""))
            formatter.write(wrap_text(en, formatter.width, indent, indent) + "\n")
