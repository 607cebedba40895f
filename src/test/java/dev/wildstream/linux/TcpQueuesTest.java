package dev.wildstream.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What /proc says of connections: as recorded, and as it is of this very process. */
class TcpQueuesTest {

  /** Recorded: two listeners, a queue of 3,782,144 bytes that nobody reads, one closed since. */
  private static final String TCP =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:55AF 00000000:0000 0A 00000000:00000001 00:00000000 00000000     0        0 915633 2 00000000f3b0b89e 100 0 0 10 0
         1: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1065 1 00000000dc33bc12 100 0 0 10 0
         2: 0100007F:80F4 0100007F:9429 06 00000000:00000000 03:0000113B 00000000     0        0 0 3 00000000b8425c62
         4: 0100007F:E0DC 0100007F:55AF 01 0039B600:00000000 04:0000004A 00000000     0        1 915634 2 00000000686ab725 20 0 0 16 -1
         5: 0100007F:55AF 0100007F:E0DC 01 00000000:0001F600 00:00000000 00000000     0        0 0 1 00000000136df3b1 20 8 0 10 -1
      """;

  /** Recorded: a connection to an IPv4 address by an IPv6 socket. */
  private static final String TCP6 =
      """
        sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
        19: 0000000000000000FFFF00000100007F:55B0 0000000000000000FFFF00000100007F:EDDE 01 00000000:00000005 00:00000000 00000000     0        0 0 1 000000003594f047 20 4 30 10 -1
        20: 0000000000000000FFFF00000100007F:EDDE 0000000000000000FFFF00000100007F:55B0 01 00000000:00000000 00:00000000 00000000     0        0 915636 1 0000000081cf1b99 20 0 0 11 -1
      """;

  @TempDir Path proc;
  private TcpQueues queues;

  @BeforeEach
  void look() {
    queues = new TcpQueues(proc);
  }

  private void process(long pid, String namespace, String... descriptors) throws IOException {
    Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
    Files.createDirectory(folder.resolve("fd"));
    Files.createDirectory(folder.resolve("ns"));
    Files.createDirectory(folder.resolve("net"));
    Files.createSymbolicLink(folder.resolve("ns/net"), Path.of("net:[" + namespace + "]"));
    for (int i = 0; i < descriptors.length; i++) {
      descriptor(pid, i, descriptors[i]);
    }
  }

  private void descriptor(long pid, int number, String link) throws IOException {
    Path place = proc.resolve(pid + "/fd/" + number);
    Files.deleteIfExists(place);
    Files.createSymbolicLink(place, Path.of(link));
  }

  private void tables(long pid, String tcp, String tcp6) throws IOException {
    Files.writeString(proc.resolve(pid + "/net/tcp"), tcp);
    Files.writeString(proc.resolve(pid + "/net/tcp6"), tcp6);
  }

  private static String waits(String bytes) {
    return TCP.replace("0039B600", bytes);
  }

  @Test
  void theQueueOfAProcessIsFoundByItsSocket() throws IOException {
    process(10, "1", "pipe:[76]", "pipe:[77]", "socket:[88]", "socket:[915634]");
    tables(10, TCP, TCP6);
    assertThat(queues.of(List.of(10L)))
        .isEqualTo(Map.of(10L, new TcpQueues.Queue(915_634, 3_782_144, false)));
  }

  @Test
  void anIpv6SocketStandsInItsOwnTable() throws IOException {
    process(10, "1", "socket:[915636]");
    tables(10, TCP, TCP6);
    assertThat(queues.of(List.of(10L)))
        .isEqualTo(Map.of(10L, new TcpQueues.Queue(915_636, 0, false)));
  }

  @Test
  void aQueueMovesWhoseRetransmissionTimerIsShortAndHasNotRunOut() throws IOException {
    process(10, "1", "socket:[915634]");
    String moving = TCP.replace("04:0000004A", "01:0000000F");
    tables(10, moving, TCP6);
    assertThat(queues.of(List.of(10L)).get(10L).moving()).isTrue();
    List<String> still =
        List.of(
            moving.replace("01:0000000F 00000000", "01:0000000F 00000001"), // nobody answered
            moving.replace("686ab725 20 ", "686ab725 51 "), // set a second ago, it may be
            moving.replace("01:0000000F", "00:00000000"), // none is pending
            TCP); // the other side has no room
    for (String table : still) {
      tables(10, table, TCP6);
      assertThat(queues.of(List.of(10L)).get(10L).moving()).as(table).isFalse();
    }
  }

  @Test
  void aListenerIsNoConnection() throws IOException {
    process(10, "1", "socket:[915633]");
    tables(10, TCP, TCP6);
    assertThat(queues.of(List.of(10L))).isEmpty();
  }

  @Test
  void whoIsGoneOrHasNoConnectionIsLeftOut() throws IOException {
    process(10, "1", "pipe:[7]");
    tables(10, TCP, TCP6);
    process(11, "1", "socket:[915634]");
    Files.createDirectory(proc.resolve("12"));
    assertThat(queues.of(List.of(10L, 11L, 12L, 13L))).as("nor is a table left").isEmpty();
    tables(11, TCP, TCP6);
    assertThat(queues.of(List.of(10L, 11L, 12L, 13L))).containsOnlyKeys(11L);
  }

  @Test
  void aTableIsReadOncePerNamespaceThroughAnyProcessThatIsLeft() throws IOException {
    process(10, "1", "socket:[915636]");
    process(11, "1", "socket:[915634]");
    process(12, "2", "socket:[915634]");
    tables(11, waits("00000011"), TCP6);
    tables(12, waits("00000012"), TCP6);
    assertThat(queues.of(List.of(10L, 11L, 12L)))
        .isEqualTo(
            Map.of(
                10L,
                new TcpQueues.Queue(915_636, 0, false),
                11L,
                new TcpQueues.Queue(915_634, 0x11, false),
                12L,
                new TcpQueues.Queue(915_634, 0x12, false)));
    tables(10, waits("00000010"), TCP6);
    assertThat(queues.of(List.of(10L, 11L)).get(11L).unacknowledged()).isEqualTo(0x10);
  }

  @Test
  void aConnectionIsFollowedUntilItsDescriptorIsAnother() throws IOException {
    process(10, "1", "pipe:[7]", "socket:[915634]");
    tables(10, TCP, TCP6);
    queues.of(List.of(10L));
    tables(10, waits("00000001"), TCP6);
    assertThat(queues.of(List.of(10L))).containsEntry(10L, new TcpQueues.Queue(915_634, 1, false));
    descriptor(10, 1, "pipe:[7]");
    descriptor(10, 2, "socket:[915636]");
    assertThat(queues.of(List.of(10L))).containsEntry(10L, new TcpQueues.Queue(915_636, 0, false));
    tables(10, TCP, "headings\n");
    assertThat(queues.of(List.of(10L))).as("its socket is none any more").isEmpty();
  }

  @Test
  void whatThisProcessSendsAndNobodyReadsWaitsInItsQueue() throws IOException {
    long self = ProcessHandle.current().pid();
    TcpQueues real = new TcpQueues();
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (SocketChannel sender = SocketChannel.open(server.getLocalAddress())) {
        sender.configureBlocking(false);
        while (sender.write(ByteBuffer.allocate(1 << 16)) > 0) {
          // until neither side's buffer takes any more
        }
        Await.until(
            "its receiver has no room left",
            Duration.ofSeconds(5),
            () -> !real.of(List.of(self)).get(self).moving());
        assertThat(real.of(List.of(self)).get(self).unacknowledged()).isGreaterThan(100_000);
      }
    }
  }
}
