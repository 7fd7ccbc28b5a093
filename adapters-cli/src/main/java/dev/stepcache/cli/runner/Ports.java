package dev.stepcache.cli.runner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The ports of this machine, on its loopback address. */
final class Ports {
  private Ports() {}

  static int free() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  static boolean isFree(int port) {
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return free.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
