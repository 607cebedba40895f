package dev.wildstream.real;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host of its own at the other end of a cable, which can be pulled: a network namespace. Packets
 * are dropped where they arrive, since what the sender's own side drops is not lost to TCP.
 */
public final class FarHost implements NginxRtmp.Place, AutoCloseable {

  private static final AtomicInteger MADE = new AtomicInteger();

  private final String ip;
  private final String name;
  private final String near;

  private boolean pulled;

  /** One of 64 nets of four addresses, of a range that is reserved for measuring (RFC 2544). */
  private final String net;

  public FarHost(Path ip) {
    long self = 10 * (ProcessHandle.current().pid() % 10_000_000) + MADE.getAndIncrement() % 10;
    this.ip = ip.toString();
    this.name = "wild-" + self;
    this.near = "wild" + self; // at most 15 characters
    this.net = "198.18.0." + 4 * (self % 64);
    ip("netns", "add", name);
    ip("link", "add", near, "type", "veth", "peer", "name", "far", "netns", name);
    ip("addr", "add", caller() + "/30", "dev", near);
    ip("link", "set", near, "up");
    ip("-n", name, "addr", "add", address() + "/30", "dev", "far");
    ip("-n", name, "link", "set", "far", "up");
    ip("-n", name, "link", "set", "lo", "up");
    // its own addresses come second, so that a rule before them can drop what is for them
    ip("-n", name, "rule", "add", "pref", "10", "lookup", "local");
    ip("-n", name, "rule", "del", "pref", "0");
  }

  @Override
  public String address() {
    return host(2);
  }

  @Override
  public String caller() {
    return host(1);
  }

  private String host(int number) {
    int last = net.lastIndexOf('.') + 1;
    return net.substring(0, last) + (Integer.parseInt(net.substring(last)) + number);
  }

  @Override
  public List<String> there(List<String> command) {
    List<String> all = new ArrayList<>(List.of(ip, "netns", "exec", name));
    all.addAll(command);
    return all;
  }

  /** From now on nothing arrives at either end. */
  synchronized void pull() {
    if (!pulled) {
      ip("-n", name, "rule", "add", "pref", "1", "blackhole");
      pulled = true;
    }
  }

  /** Takes the link down at its end: this end loses its carrier. */
  public void linkDown() {
    ip("-n", name, "link", "set", "far", "down");
  }

  public void linkUp() {
    ip("-n", name, "link", "set", "far", "up");
  }

  @Override
  public void close() {
    ip("netns", "del", name);
  }

  private void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of(ip));
    command.addAll(List.of(arguments));
    SampleMedia.run(command);
  }
}
