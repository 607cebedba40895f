package dev.wildstream.real;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file system of its own, which shows a folder read-only, and stops answering when it is told to:
 * whoever asks then hangs in the kernel, and cannot even be killed. It speaks the kernel's FUSE
 * protocol over its standard output, which is /dev/fuse, and is told what to do on its standard
 * input, with whose end it ends: then the kernel answers all who still wait that there is nothing.
 */
final class HangingServer {

  private static final int LOOKUP = 1;
  private static final int FORGET = 2;
  private static final int GETATTR = 3;
  private static final int OPEN = 14;
  private static final int READ = 15;
  private static final int STATFS = 17;
  private static final int RELEASE = 18;
  private static final int FLUSH = 25;
  private static final int INIT = 26;
  private static final int OPENDIR = 27;
  private static final int READDIR = 28;
  private static final int RELEASEDIR = 29;
  private static final int INTERRUPT = 36;
  private static final int BATCH_FORGET = 42;

  private static final int NO_ENTRY = 2;
  private static final int INPUT_OUTPUT_ERROR = 5;
  private static final int NOT_THERE = 38;
  private static final int HEADER = 40;

  private final FileChannel in = new FileInputStream(FileDescriptor.out).getChannel();
  private final FileChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
  private final Map<Long, Path> nodes = new HashMap<>();
  private final Map<Path, Long> numbers = new HashMap<>();
  private final List<ByteBuffer> waiting = new ArrayList<>();
  private String order = "on";

  private HangingServer(Path shown) {
    nodes.put(1L, shown);
    numbers.put(shown, 1L);
  }

  public static void main(String[] arguments) throws IOException {
    HangingServer server = new HangingServer(Path.of(arguments[0]));
    Thread.ofPlatform().daemon().start(server::listen);
    while (true) {
      ByteBuffer request = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.nativeOrder());
      if (server.in.read(request) < HEADER) {
        return; // unmounted
      }
      server.take(request.flip());
    }
  }

  private void listen() {
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        obey(order);
      }
    } catch (IOException gone) {
      System.err.println(gone);
    }
    Runtime.getRuntime().halt(0);
  }

  private synchronized void obey(String given) throws IOException {
    order = given;
    if (order.equals("on")) {
      for (ByteBuffer request : waiting) {
        answer(request);
      }
      waiting.clear();
    }
    System.err.println(order);
  }

  private synchronized void take(ByteBuffer request) throws IOException {
    if (hangs(request)) {
      waiting.add(request);
    } else {
      answer(request);
    }
  }

  private boolean hangs(ByteBuffer request) {
    boolean reads = request.getInt(4) == READ;
    return switch (order) {
      case "on" -> false;
      case "hang" -> true;
      case "hang-reads" -> reads;
      case "hang-large-reads" -> reads && request.getInt(HEADER + 16) > 1;
      default -> throw new IllegalArgumentException(order);
    };
  }

  private void answer(ByteBuffer request) throws IOException {
    int kind = request.getInt(4);
    if (kind == FORGET || kind == BATCH_FORGET || kind == INTERRUPT) {
      return;
    }
    ByteBuffer body = ByteBuffer.allocate(1 << 20).order(ByteOrder.nativeOrder());
    int error = 0;
    try {
      error = answer(kind, request, body);
    } catch (NoSuchFileException missing) {
      error = NO_ENTRY;
    } catch (IOException broken) {
      error = INPUT_OUTPUT_ERROR;
    }
    body.flip();
    int length = error == 0 ? body.limit() : 0;
    ByteBuffer whole = ByteBuffer.allocateDirect(16 + length).order(ByteOrder.nativeOrder());
    whole.putInt(16 + length).putInt(-error).putLong(request.getLong(8));
    whole.put(body.limit(length)).flip();
    try {
      out.write(whole);
    } catch (IOException gone) { // whoever asked does not wait any more
      System.err.println("nobody waits for " + kind + ": " + gone.getMessage());
    }
  }

  private int answer(int kind, ByteBuffer request, ByteBuffer body) throws IOException {
    long node = request.getLong(16);
    switch (kind) {
      case INIT -> {
        body.putInt(7).putInt(31).putInt(1 << 17).putInt(0);
        body.putShort((short) 12).putShort((short) 9).putInt(1 << 17).putInt(1);
        body.put(new byte[64 - body.position()]);
      }
      case LOOKUP -> {
        byte[] name = new byte[request.limit() - HEADER - 1];
        request.get(HEADER, name);
        Path path = path(node).resolve(new String(name, StandardCharsets.UTF_8));
        int at = body.position();
        body.putLong(0).putLong(0).putLong(0).putLong(0).putLong(0);
        attributes(path, body);
        body.putLong(at, numbers.get(path));
      }
      case GETATTR -> {
        body.putLong(0).putLong(0);
        attributes(path(node), body);
      }
      case OPEN, OPENDIR -> body.putLong(0).putInt(1).putInt(0); // read from here, not from a cache
      case READ -> {
        try (FileChannel file = FileChannel.open(path(node), StandardOpenOption.READ)) {
          long offset = request.getLong(HEADER + 8);
          body.limit(request.getInt(HEADER + 16));
          while (body.hasRemaining() && file.read(body, offset + body.position()) > 0) {}
        }
      }
      case READDIR ->
          entries(path(node), request.getLong(HEADER + 8), request.getInt(HEADER + 16), body);
      case STATFS -> body.put(new byte[80]);
      case RELEASE, RELEASEDIR, FLUSH -> {}
      default -> {
        return NOT_THERE;
      }
    }
    return 0;
  }

  private Path path(long node) throws NoSuchFileException {
    Path path = nodes.get(node);
    if (path == null) {
      throw new NoSuchFileException(Long.toString(node));
    }
    return path;
  }

  private void attributes(Path path, ByteBuffer body) throws IOException {
    Map<String, Object> told = Files.readAttributes(path, "unix:*");
    long node = numbers.computeIfAbsent(path, p -> numbers.size() + 1L);
    nodes.put(node, path);
    long size = (Long) told.get("size");
    java.time.Instant time =
        ((java.nio.file.attribute.FileTime) told.get("lastModifiedTime")).toInstant();
    body.putLong(node).putLong(size).putLong((size + 511) / 512);
    body.putLong(time.getEpochSecond()).putLong(time.getEpochSecond());
    body.putLong(time.getEpochSecond());
    body.putInt(time.getNano()).putInt(time.getNano()).putInt(time.getNano());
    body.putInt((Integer) told.get("mode")).putInt(1).putInt(0).putInt(0).putInt(0);
    body.putInt(4096).putInt(0);
  }

  private void entries(Path folder, long from, int most, ByteBuffer body) throws IOException {
    List<Path> all;
    try (var files = Files.list(folder)) {
      all = files.sorted().toList();
    }
    for (int i = (int) from; i < all.size(); i++) {
      byte[] name = all.get(i).getFileName().toString().getBytes(StandardCharsets.UTF_8);
      int padded = (name.length + 7) / 8 * 8;
      if (body.position() + 24 + padded > most) {
        return;
      }
      body.putLong(i + 2L).putLong(i + 1L).putInt(name.length).putInt(0);
      body.put(name).put(new byte[padded - name.length]);
    }
  }
}
