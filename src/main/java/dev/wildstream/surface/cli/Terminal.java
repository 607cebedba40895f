package dev.wildstream.surface.cli;

import dev.wildstream.loop.Clock;
import java.io.PrintWriter;
import java.util.function.LongPredicate;

/**
 * What a command works with.
 *
 * @param alive whether a process of that pid is
 * @param outInk with what is printed on {@code out}
 * @param errInk with what is printed on {@code err}
 * @param progress whether anybody sees one there
 */
record Terminal(
    Commands commands,
    Clock clock,
    Settings settings,
    LongPredicate alive,
    PrintWriter out,
    PrintWriter err,
    Ink outInk,
    Ink errInk,
    ProgressBar.Seen progress) {}
