package dev.wildstream.real;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a recording turns white and when it begins to beep, in seconds of its own clock.
 *
 * @param flashes of the middle of the picture: at its sides there may be black
 * @param beeps after which it was silent again: at the end of all FFmpeg tells of one more
 */
record FlashesAndBeeps(List<Double> flashes, List<Double> beeps) {

  private static final double WHITE = 220;

  static FlashesAndBeeps of(Path recording) {
    return new FlashesAndBeeps(flashesOf(recording), beepsOf(recording));
  }

  /** Flashes at whose moment, or so many seconds around it, nothing beeps. */
  List<Double> flashesAlone(double apart) {
    return alone(flashes, beeps, apart);
  }

  /** Beeps at whose moment, or so many seconds around it, nothing flashes. */
  List<Double> beepsAlone(double apart) {
    return alone(beeps, flashes, apart);
  }

  private static List<Double> alone(List<Double> these, List<Double> others, double apart) {
    return these.stream()
        .filter(one -> others.stream().noneMatch(other -> Math.abs(one - other) <= apart))
        .toList();
  }

  private static List<Double> flashesOf(Path recording) {
    String told =
        Recorder.ffmpeg(
            List.of(
                "-copyts",
                "-i",
                recording.toString(),
                "-map",
                "0:v:0",
                "-vf",
                "crop=iw/4:ih/4,scale=16:16,format=gray,signalstats,"
                    + "metadata=print:key=lavfi.signalstats.YAVG:file=-",
                "-fps_mode",
                "passthrough",
                "-f",
                "null",
                "/dev/null"));
    List<Double> begun = new ArrayList<>();
    Matcher each = Pattern.compile("pts_time:(\\S+)\\s+\\S+YAVG=(\\S+)").matcher(told);
    boolean white = false;
    while (each.find()) {
      boolean now = Double.parseDouble(each.group(2)) > WHITE;
      if (now && !white) {
        begun.add(Double.parseDouble(each.group(1)));
      }
      white = now;
    }
    return begun;
  }

  private static List<Double> beepsOf(Path recording) {
    String told =
        Recorder.ffmpeg(
            List.of(
                "-v",
                "info",
                "-nostats",
                "-copyts",
                "-i",
                recording.toString(),
                "-map",
                "0:a:0",
                "-af",
                "silencedetect=noise=-30dB:d=0.3",
                "-f",
                "null",
                "/dev/null"));
    return Pattern.compile("silence_end: (\\S+)(?=[\\s\\S]*?silence_start)")
        .matcher(told)
        .results()
        .map(found -> Double.parseDouble(found.group(1)))
        .toList();
  }
}
