package dev.wildstream.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * As much of an RTMP server as it takes to answer no in the words of any other: the handshake, and
 * answers to connect, createStream and publish.
 *
 * @param connect what refuses the connect; empty = it is accepted
 * @param publish what answers the publish
 * @param media after so many bytes of it {@code afterwards} is said
 * @param afterwards said of a stream that was accepted; empty = nothing
 */
record RtmpAnswers(Optional<Status> connect, Status publish, int media, Optional<Status> afterwards)
    implements TalkingServer.Manner {

  /**
   * A status object.
   *
   * @param description empty = it has none
   */
  record Status(String level, String code, Optional<String> description) {

    static Status error(String code, String description) {
      return new Status("error", code, Optional.of(description));
    }
  }

  static final Status STARTED =
      new Status("status", "NetStream.Publish.Start", Optional.of("started"));

  private static final int HANDSHAKE = 1536;

  /** Refuses the application. */
  static RtmpAnswers toConnect(String code, String description) {
    return new RtmpAnswers(
        Optional.of(Status.error(code, description)), STARTED, 0, Optional.empty());
  }

  /** Refuses the key. */
  static RtmpAnswers toPublish(String code, String description) {
    return new RtmpAnswers(Optional.empty(), Status.error(code, description), 0, Optional.empty());
  }

  /** Refuses the key without a word of description. */
  static RtmpAnswers toPublish(String code) {
    Status bare = new Status("error", code, Optional.empty());
    return new RtmpAnswers(Optional.empty(), bare, 0, Optional.empty());
  }

  /** Accepts, and thinks better of it. */
  static RtmpAnswers whilePublishing(String code, String description) {
    return new RtmpAnswers(
        Optional.empty(), STARTED, 60_000, Optional.of(Status.error(code, description)));
  }

  @Override
  public void treat(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    byte[] hello = in.readNBytes(1 + HANDSHAKE);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(3);
    answer.write(new byte[HANDSHAKE]);
    answer.write(hello, 1, HANDSHAKE);
    connection.getOutputStream().write(answer.toByteArray());
    in.readNBytes(HANDSHAKE);

    Heard heard = new Heard(in);
    send(connection, answerToConnect(heard.transaction("connect")));
    if (connect.isPresent()) {
      return;
    }
    send(connection, created(heard.transaction("createStream")));
    heard.transaction("publish");
    send(connection, status(publish));
    if (afterwards.isPresent()) {
      in.readNBytes(media);
      send(connection, status(afterwards.get()));
    }
    in.transferTo(java.io.OutputStream.nullOutputStream());
  }

  private byte[] answerToConnect(double transaction) throws IOException {
    Amf amf = new Amf();
    amf.text(connect.isPresent() ? "_error" : "_result").number(transaction).nothing();
    amf.object(
        connect.orElse(
            new Status("status", "NetConnection.Connect.Success", Optional.of("welcome"))));
    return amf.bytes();
  }

  private static byte[] created(double transaction) throws IOException {
    return new Amf().text("_result").number(transaction).nothing().number(1).bytes();
  }

  private static byte[] status(Status status) throws IOException {
    return new Amf().text("onStatus").number(0).nothing().object(status).bytes();
  }

  /** One message in chunks of 128 bytes, as both sides begin with. */
  private static void send(Socket connection, byte[] message) throws IOException {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    chunks.writeBytes(new byte[] {3, 0, 0, 0, 0, (byte) (message.length >> 8)});
    chunks.writeBytes(new byte[] {(byte) message.length, 0x14, 0, 0, 0, 0});
    for (int at = 0; at < message.length; at += 128) {
      if (at > 0) {
        chunks.write(0xc3);
      }
      chunks.write(message, at, Math.min(128, message.length - at));
    }
    connection.getOutputStream().write(chunks.toByteArray());
    connection.getOutputStream().flush();
  }

  /** Looks in what a client says for the commands it gives. */
  private static final class Heard {
    private final InputStream in;
    private final StringBuilder all = new StringBuilder();

    Heard(InputStream in) {
      this.in = in;
    }

    /** Waits for a command; the number that its answer is to bear. */
    double transaction(String command) throws IOException {
      String begin = "\u0002\u0000" + (char) command.length() + command + "\u0000";
      byte[] block = new byte[4_096];
      while (all.indexOf(begin) < 0 || all.length() < all.indexOf(begin) + begin.length() + 8) {
        int read = in.read(block);
        if (read < 0) {
          throw new IOException("the client left before " + command);
        }
        all.append(new String(block, 0, read, StandardCharsets.ISO_8859_1));
      }
      int at = all.indexOf(begin) + begin.length();
      byte[] number = all.substring(at, at + 8).getBytes(StandardCharsets.ISO_8859_1);
      return ByteBuffer.wrap(number).getDouble();
    }
  }

  /** Values as RTMP writes them. */
  private static final class Amf {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    Amf text(String text) throws IOException {
      out.writeByte(2);
      out.writeUTF(text);
      return this;
    }

    Amf number(double number) throws IOException {
      out.writeByte(0);
      out.writeDouble(number);
      return this;
    }

    Amf nothing() throws IOException {
      out.writeByte(5);
      return this;
    }

    Amf object(Status status) throws IOException {
      out.writeByte(3);
      field("level", status.level());
      field("code", status.code());
      if (status.description().isPresent()) {
        field("description", status.description().get());
      }
      out.writeShort(0);
      out.writeByte(9);
      return this;
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    private void field(String name, String value) throws IOException {
      out.writeUTF(name);
      text(value);
    }
  }
}
