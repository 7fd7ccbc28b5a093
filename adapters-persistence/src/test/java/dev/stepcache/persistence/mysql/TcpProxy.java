package dev.stepcache.persistence.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands between clients and a server, and does to their connections what a test wants. */
public final class TcpProxy implements AutoCloseable {
  private static final Pattern SERVER = Pattern.compile("//([^:/]+):(\\d+)/");
  private static final int PACKET = 1 << 16;
  private static final int NEVER = Integer.MAX_VALUE;

  private final String host;
  private final int port;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger untilCut = new AtomicInteger(NEVER);
  private volatile boolean refusing;
  private volatile Duration delay = Duration.ZERO;

  private TcpProxy(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::acceptAll);
  }

  /** A proxy before the server of a URL. */
  public static TcpProxy before(String url) throws IOException {
    Matcher server = SERVER.matcher(url);
    if (!server.find()) {
      throw new IllegalArgumentException("no server with a port: " + url);
    }
    return new TcpProxy(server.group(1), Integer.parseInt(server.group(2)));
  }

  /** The same URL, by way of this proxy. */
  public String on(String url) {
    return SERVER.matcher(url).replaceFirst("//127.0.0.1:" + listening.getLocalPort() + "/");
  }

  /** From now on there is no connection. */
  public void refuse() {
    refusing = true;
    open.forEach(TcpProxy::close);
  }

  /** From now on every packet of a client takes its time. */
  public void delay(Duration time) {
    delay = time;
  }

  /** Closes the connection of the client that sends the so-manieth packet from now, once. */
  public void cutAt(int packet) {
    untilCut.set(packet);
  }

  /** Whether that packet is still to come. */
  public boolean isCutToCome() {
    return untilCut.get() > 0;
  }

  /** From now on nothing is done to anybody. */
  public void relent() {
    refusing = false;
    delay = Duration.ZERO;
    untilCut.set(NEVER);
  }

  private void acceptAll() {
    boolean isOpen = true;
    while (isOpen) {
      isOpen = accept();
    }
  }

  private boolean accept() {
    try {
      Socket client = listening.accept();
      if (refusing) {
        client.close();
      } else {
        connect(client);
      }
      return true;
    } catch (IOException closedOrGone) {
      return !listening.isClosed();
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server = new Socket(host, port);
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    open.add(client);
    open.add(server);
    Thread.ofVirtual().start(() -> copy(client, server, true));
    Thread.ofVirtual().start(() -> copy(server, client, false));
  }

  private void copy(Socket from, Socket to, boolean ofClient) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] packet = new byte[PACKET];
      for (int size = in.read(packet); size >= 0; size = in.read(packet)) {
        if (ofClient) {
          Thread.sleep(delay);
          if (untilCut.decrementAndGet() == 0) {
            return;
          }
        }
        out.write(packet, 0, size);
        out.flush();
      }
    } catch (IOException | InterruptedException closed) {
      return;
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    open.forEach(TcpProxy::close);
  }
}
