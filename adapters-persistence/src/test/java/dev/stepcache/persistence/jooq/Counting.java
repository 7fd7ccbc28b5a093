package dev.stepcache.persistence.jooq;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Connections that count what is asked of them. */
final class Counting implements Connector {
  private final AtomicInteger statements = new AtomicInteger();

  private volatile String lastPrepared = "";

  /** The SQL of the last statement that was prepared. */
  String lastPrepared() {
    return lastPrepared;
  }

  int statements() {
    return statements.get();
  }

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    return counted(Connection.class, Connector.DRIVER.connect(url, properties));
  }

  private <T> T counted(Class<T> face, T real) {
    return face.cast(
        Proxy.newProxyInstance(
            face.getClassLoader(),
            new Class<?>[] {face},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("execute")) {
                statements.incrementAndGet();
              }
              if (method.getName().equals("prepareStatement")) {
                lastPrepared = String.valueOf(arguments[0]);
              }
              try {
                return around(method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private @Nullable Object around(@Nullable Object answer) {
    return switch (answer) {
      case null -> null;
      case PreparedStatement statement -> counted(PreparedStatement.class, statement);
      case Statement statement -> counted(Statement.class, statement);
      default -> answer;
    };
  }
}
