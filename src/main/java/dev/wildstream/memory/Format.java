package dev.wildstream.memory;

/**
 * What every item of a session must share to be copied into it.
 *
 * @param audioCodec {@code aac} or {@code mp3}
 * @param sampleRate in Hz
 */
public record Format(String audioCodec, int sampleRate, int channels) {}
