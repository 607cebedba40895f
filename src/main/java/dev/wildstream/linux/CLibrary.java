package dev.wildstream.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** The C library's functions as methods; a result below zero becomes a {@link CallFailed}. */
@SuppressWarnings("restricted") // native calls are what this class is for
final class CLibrary {

  static final int O_RDWR = 2;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int F_SETPIPE_SZ = 1031;
  static final int F_GETPIPE_SZ = 1032;
  static final int F_SETSIG = 10;
  static final int F_SETLEASE = 1024;
  static final int F_RDLCK = 0;
  static final int F_UNLCK = 2;

  /** Nobody minds it: its default action is to do nothing. */
  static final int SIGURG = 23;

  static final long FIONREAD = 0x541B;
  static final short POLLIN = 1;
  static final int EINTR = 4;
  static final int EAGAIN = 11;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");

  private static final MethodHandle MKFIFO =
      function("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle FCNTL =
      function(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle IOCTL =
      function(
          "ioctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SYSCALL =
      function(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle POLL =
      function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(
          LINKER.defaultLookup().find("strerror").orElseThrow(),
          FunctionDescriptor.of(ADDRESS, JAVA_INT));

  // The same numbers on x86_64 and aarch64, since both system calls are newer than the split.
  private static final long SYS_PIDFD_SEND_SIGNAL = 424;
  private static final long SYS_PIDFD_OPEN = 434;

  private CLibrary() {}

  private static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker.Option[] all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = CAPTURE;
    return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), descriptor, all);
  }

  static void mkfifo(Path path, int mode) throws CallFailed {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      int result = (int) MKFIFO.invokeExact(state, arena.allocateFrom(path.toString()), mode);
      check("mkfifo", path, result, state);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  static int open(Path path, int flags) throws CallFailed {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      int result = (int) OPEN.invokeExact(state, arena.allocateFrom(path.toString()), flags, 0);
      return check("open", path, result, state);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  static void close(int descriptor) throws CallFailed {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      int result = (int) CLOSE.invokeExact(state, descriptor);
      check("close", "descriptor " + descriptor, result, state);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  /**
   * Reads once, without waiting.
   *
   * @param atMost bytes
   * @return what was there; nothing where there is nothing at the moment
   */
  static byte[] read(int descriptor, int atMost, Object about) throws CallFailed {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment bytes = arena.allocate(Math.max(atMost, 1));
      long result;
      do {
        result = (long) READ.invokeExact(state, descriptor, bytes, (long) atMost);
      } while (result < 0 && (int) ERRNO.get(state, 0L) == EINTR);
      if (result < 0 && (int) ERRNO.get(state, 0L) == EAGAIN) {
        return new byte[0];
      }
      int read = check("read", about, (int) result, state);
      return bytes.asSlice(0, read).toArray(JAVA_BYTE);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  /**
   * Writes once, without waiting.
   *
   * @return how many bytes were taken; 0 where there is no room at the moment
   */
  static int write(int descriptor, byte[] bytes, int from, int length, Object about)
      throws CallFailed {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment copy = arena.allocate(Math.max(length, 1));
      MemorySegment.copy(bytes, from, copy, JAVA_BYTE, 0, length);
      long result;
      do {
        result = (long) WRITE.invokeExact(state, descriptor, copy, (long) length);
      } while (result < 0 && (int) ERRNO.get(state, 0L) == EINTR);
      if (result < 0 && (int) ERRNO.get(state, 0L) == EAGAIN) {
        return 0;
      }
      return check("write", about, (int) result, state);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  static int fcntl(int descriptor, int command, long argument, Object about) throws CallFailed {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      int result = (int) FCNTL.invokeExact(state, descriptor, command, argument);
      return check("fcntl " + command, about, result, state);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  /** An ioctl that answers with one int. */
  static int ioctl(int descriptor, long request, Object about) throws CallFailed {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment answer = arena.allocate(JAVA_INT);
      int result = (int) IOCTL.invokeExact(state, descriptor, request, answer);
      check("ioctl " + request, about, result, state);
      return answer.get(JAVA_INT, 0);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  static int pidfdOpen(long pid) throws CallFailed {
    return (int) syscall("pidfd_open", SYS_PIDFD_OPEN, pid, 0, 0, 0, "pid " + pid);
  }

  static void pidfdSendSignal(int descriptor, int signal, long pid) throws CallFailed {
    syscall("pidfd_send_signal", SYS_PIDFD_SEND_SIGNAL, descriptor, signal, 0, 0, "pid " + pid);
  }

  private static long syscall(
      String name, long number, long first, long second, long third, long fourth, Object about)
      throws CallFailed {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      long result = (long) SYSCALL.invokeExact(state, number, first, second, third, fourth);
      return check(name, about, (int) result, state);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  /**
   * Waits until the descriptor can be read.
   *
   * @param millis how long at most, at least 0
   * @return whether it can
   */
  static boolean pollReadable(int descriptor, int millis, Object about) throws CallFailed {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment pollfd = arena.allocate(8, 4); // int fd, short events, short revents
      pollfd.set(JAVA_INT, 0, descriptor);
      pollfd.set(java.lang.foreign.ValueLayout.JAVA_SHORT, 4, POLLIN);
      int result = (int) POLL.invokeExact(state, pollfd, 1L, millis);
      if (result < 0 && (int) ERRNO.get(state, 0L) == EINTR) {
        return false;
      }
      return check("poll", about, result, state) > 0;
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  private static int check(String call, Object about, int result, MemorySegment state)
      throws CallFailed {
    if (result >= 0) {
      return result;
    }
    int errno = (int) ERRNO.get(state, 0L);
    throw new CallFailed(call, String.valueOf(about), errno, reason(errno));
  }

  private static String reason(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (Throwable thrown) {
      return "unknown error";
    }
  }

  /** Method handles declare Throwable; what comes through is a CallFailed or a bug. */
  private static CallFailed rethrown(Throwable thrown) {
    return switch (thrown) {
      case CallFailed failed -> failed;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      default -> throw new IllegalStateException(thrown);
    };
  }
}
