package dev.wildstream.rules.offenders.target;

/** Breaks rules on purpose. */
public class TimeUtils {}
