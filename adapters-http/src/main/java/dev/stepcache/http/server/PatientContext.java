package dev.stepcache.http.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** What a connection has, with a clock for what its client keeps it waiting for. */
final class PatientContext implements ConnectionContext {
  private final ConnectionContext context;
  private final ClientClock clock;
  private final Runnable ending;
  private final DataReader reader;
  private final DataWriter writer;

  /**
   * @param ending has the connection end with the request that it is at
   */
  PatientContext(ConnectionContext context, ClientClock clock, Runnable ending) {
    this.context = context;
    this.clock = clock;
    this.ending = ending;
    this.reader = DataReader.create(() -> clock.reading(() -> next(context.dataReader())));
    this.writer = new PatientWriter(context.dataWriter(), clock);
  }

  private static byte[] next(DataReader source) {
    source.ensureAvailable();
    return source.readBytes(source.available());
  }

  ClientClock clock() {
    return clock;
  }

  /** The client, or what it is answered, says that this request is the last. */
  void endAfterThis() {
    ending.run();
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public DataWriter dataWriter() {
    return writer;
  }

  @Override
  public ListenerContext listenerContext() {
    return context.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return context.executor();
  }

  @Override
  public Router router() {
    return context.router();
  }

  @Override
  public Optional<ProxyProtocolData> proxyProtocolData() {
    return context.proxyProtocolData();
  }

  @Override
  public HelidonSocket serverSocket() {
    return context.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    return context.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return context.localPeer();
  }

  @Override
  public boolean isSecure() {
    return context.isSecure();
  }

  @Override
  public String socketId() {
    return context.socketId();
  }

  @Override
  public String childSocketId() {
    return context.childSocketId();
  }

  private record PatientWriter(DataWriter writer, ClientClock clock) implements DataWriter {
    @Override
    public void write(BufferData... buffers) {
      clock.writing(() -> writer.write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
      clock.writing(() -> writer.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
      clock.writing(() -> writer.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
      clock.writing(() -> writer.writeNow(buffer));
    }

    @Override
    public void flush() {
      clock.writing(writer::flush);
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
