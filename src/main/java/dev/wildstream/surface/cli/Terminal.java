package dev.wildstream.surface.cli;

import dev.wildstream.loop.Clock;
import java.io.PrintWriter;
import java.util.function.LongPredicate;

/**
 * What a command works with.
 *
 * @param alive whether a process of that pid is
 */
record Terminal(
    Commands commands,
    Clock clock,
    Settings settings,
    LongPredicate alive,
    PrintWriter out,
    PrintWriter err) {}
