package dev.wildstream.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoTest {

  @TempDir Path folder;

  @Test
  void tellsWhatWaitsInItWithoutTakingIt() throws Exception {
    Path path = folder.resolve("fifo");
    Fifo.make(path);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    try (Fifo fifo = Fifo.open(path);
        RandomAccessFile writer = new RandomAccessFile(path.toFile(), "rw")) {
      assertThat(fifo.waiting()).isZero();
      writer.write(new byte[1_000]);
      assertThat(fifo.waiting()).isEqualTo(1_000);
      assertThat(fifo.waiting()).isEqualTo(1_000);
    }
  }

  @Test
  void growsAsFarAsAnOrdinaryUserMay() throws Exception {
    Path path = folder.resolve("fifo");
    Fifo.make(path);
    try (Fifo fifo = Fifo.open(path)) {
      assertThat(fifo.capacity()).isEqualTo(64 << 10);
      fifo.resize(1 << 20);
      assertThat(fifo.capacity()).isEqualTo(1 << 20);
    }
  }

  @Test
  void takesAWordWholeOrNotAtAll() throws Exception {
    Path path = folder.resolve("fifo");
    Fifo.make(path);
    try (Fifo fifo = Fifo.open(path)) {
      assertThat(fifo.takeAll()).isEmpty();
      byte[] word = new byte[Fifo.ONE_PIECE];
      int words = 0;
      while (fifo.write(word)) {
        words++;
      }
      assertThat(words).isEqualTo((64 << 10) / Fifo.ONE_PIECE);
      assertThat(fifo.waiting()).isEqualTo(64 << 10);
      assertThatThrownBy(() -> fifo.write(new byte[Fifo.ONE_PIECE + 1]))
          .hasMessage("4097 bytes; at most 4096 go in one piece");
    }
  }

  @Test
  void whatIsTakenOutCanBePutBack() throws Exception {
    Path path = folder.resolve("fifo");
    Fifo.make(path);
    try (Fifo fifo = Fifo.open(path);
        RandomAccessFile writer = new RandomAccessFile(path.toFile(), "rw")) {
      byte[] bytes = new byte[50_000];
      new java.util.Random(1).nextBytes(bytes);
      writer.write(bytes);
      assertThat(fifo.takeAll()).isEqualTo(bytes);
      assertThat(fifo.waiting()).isZero();
      assertThat(fifo.putBack(bytes)).isTrue();
      assertThat(fifo.putBack(bytes)).as("no room for all of it").isFalse();
      assertThat(fifo.takeAll()).startsWith(bytes);
    }
  }

  @Test
  void aFailedCallNamesItselfThePathAndTheReason() throws Exception {
    Path path = folder.resolve("fifo");
    assertThatThrownBy(() -> Fifo.open(path))
        .isInstanceOf(CallFailed.class)
        .hasMessage("open " + path + ": No such file or directory (errno 2)");
    Fifo.make(path);
    assertThatThrownBy(() -> Fifo.make(path))
        .hasMessage("mkfifo " + path + ": File exists (errno 17)");
    Fifo closed = Fifo.open(path);
    closed.close();
    closed.close();
    assertThatThrownBy(closed::waiting)
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("errno 9");
  }
}
