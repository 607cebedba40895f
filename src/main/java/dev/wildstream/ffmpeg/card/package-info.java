/**
 * The test card of a stream: a still picture with its name and silence, drawn without any font,
 * made once for each format by {@link dev.wildstream.ffmpeg.card.CardMaker} and then looped.
 *
 * <p>Imports what {@code ffmpeg} does, and that room.
 */
package dev.wildstream.ffmpeg.card;
