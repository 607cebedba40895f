package dev.wildstream.ffmpeg;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the text of an error means at the end of FFmpeg's lines, where it names the kernel's error
 * or one of its own. Those texts are never translated: FFmpeg does not call {@code setlocale}.
 */
enum ErrorText {
  /** The connection, or the way to the target. */
  NETWORK(
      "Connection refused|Connection timed out|Operation timed out|Connection reset by peer"
          + "|Broken pipe|No route to host|Network is unreachable|Network is down|Host is down"
          + "|Network dropped connection on reset|Software caused connection abort"
          + "|Transport endpoint is not connected|Cannot send after transport endpoint shutdown"
          + "|Cannot assign requested address|Address family not supported by protocol"
          + "|Protocol error|Machine is not on the network|Link has been severed"
          + "|Resource temporarily unavailable|End of file"),
  /** This machine, the program or how it was asked; another try at once will hardly go better. */
  HERE(
      "Too many open files(?: in system)?|Cannot allocate memory|No space left on device"
          + "|Read-only file system|Invalid argument|Protocol not found|Option not found"
          + "|Muxer not found|Demuxer not found|Encoder not found|Decoder not found"
          + "|Bitstream filter not found|Stream not found|Function not implemented"
          + "|Not yet implemented in FFmpeg, patches welcome|Exec format error"
          + "|Invalid data found when processing input|Internal bug, should not have happened.*|Disk quota exceeded|No such file or directory"),
  /** What FFmpeg's RTMP makes of a server that hangs up in good order instead of an answer. */
  HUNG_UP("Input/output error|Unknown error occurred"),
  /** What FFmpeg's RTMP makes of a status that is an error, and the kernel of a local firewall. */
  NOT_PERMITTED("Operation not permitted"),
  /** It was asked to end. */
  ASKED_TO_END("Immediate exit requested"),
  /** None of those. */
  OTHER(".*");

  private final Pattern texts;

  ErrorText(String texts) {
    this.texts = Pattern.compile(texts);
  }

  static ErrorText of(String text) {
    for (ErrorText each : values()) {
      if (each.texts.matcher(text).matches()) {
        return each;
      }
    }
    return OTHER;
  }

  /**
   * What an exit code tells where the text does not: FFmpeg 8 exits with the low byte of its
   * negative error, 5.1 with 1 whatever it was.
   */
  static Optional<ErrorText> ofExitCode(int exitCode) {
    return switch (256 - exitCode) {
      // EPIPE, ENETDOWN, ENETUNREACH, ENETRESET, ECONNABORTED, ECONNRESET, ETIMEDOUT,
      // ECONNREFUSED, EHOSTDOWN, EHOSTUNREACH
      case 32, 100, 101, 102, 103, 104, 110, 111, 112, 113 -> Optional.of(NETWORK);
      default -> Optional.empty();
    };
  }
}
