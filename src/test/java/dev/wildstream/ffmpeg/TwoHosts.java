package dev.wildstream.ffmpeg;

import dev.wildstream.real.RealParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Two hosts with a cable between them, as network namespaces: a sender and a receiver, which is
 * also the sender's way to everywhere else. Needs root.
 */
final class TwoHosts implements AutoCloseable {

  static final String RECEIVER = "10.77.0.2";

  private final String sender;
  private final String receiver;

  TwoHosts() {
    RealParts.namespaces();
    String number = Long.toString(ProcessHandle.current().pid());
    sender = "wildstream-s" + number;
    receiver = "wildstream-r" + number;
    run("ip netns add " + sender);
    run("ip netns add " + receiver);
    run("ip -n %s link add cable type veth peer name cable netns %s".formatted(sender, receiver));
    run("ip -n %s address add 10.77.0.1/24 dev cable".formatted(sender));
    run("ip -n %s address add %s/24 dev cable".formatted(receiver, RECEIVER));
    for (String host : List.of(sender, receiver)) {
      run("ip -n %s link set lo up".formatted(host));
      run("ip -n %s link set cable up".formatted(host));
    }
    run("ip -n %s route add default via %s".formatted(sender, RECEIVER));
    onReceiver("sysctl -qw net.ipv4.ip_forward=1");
  }

  /** Words before a program that is to run at the sender. */
  List<String> atSender() {
    return List.of("ip", "netns", "exec", sender);
  }

  List<String> atReceiver() {
    return List.of("ip", "netns", "exec", receiver);
  }

  /** What a program says that runs at the receiver. */
  String atReceiver(String command) {
    List<String> words = new ArrayList<>(atReceiver());
    words.addAll(List.of(command.split(" ")));
    return run(words);
  }

  void onSender(String command) {
    run(String.join(" ", atSender()) + " " + command);
  }

  void onReceiver(String command) {
    run(String.join(" ", atReceiver()) + " " + command);
  }

  @Override
  public void close() {
    run("ip netns del " + sender);
    run("ip netns del " + receiver);
  }

  private static void run(String command) {
    run(List.of(command.split(" ")));
  }

  private static String run(List<String> words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new AssertionError(words + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
