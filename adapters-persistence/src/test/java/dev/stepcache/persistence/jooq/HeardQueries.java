package dev.stepcache.persistence.jooq;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.Query;
import com.mysql.cj.interceptors.QueryInterceptor;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.ServerSession;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hears what is asked over connections of MySQL's driver, which makes one of these for each. */
public final class HeardQueries implements QueryInterceptor {
  private static volatile String last = "";

  /** The URL of the same database over such connections. */
  static String of(String url) {
    return "%s%squeryInterceptors=%s&useServerPrepStmts=false"
        .formatted(url, url.contains("?") ? "&" : "?", HeardQueries.class.getName());
  }

  /** The last query, its parameters filled in. */
  static String last() {
    return last;
  }

  @Override
  public QueryInterceptor init(MysqlConnection connection, Properties properties, Log log) {
    return this;
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // as the driver has it
  public <T extends Resultset> @Nullable T preProcess(Supplier<String> sql, @Nullable Query query) {
    if (sql.get().startsWith("select ")) {
      last = sql.get();
    }
    return null;
  }

  @Override
  public boolean executeTopLevelOnly() {
    return true;
  }

  @Override
  public void destroy() {}

  @Override
  public <T extends Resultset> @Nullable T postProcess(
      Supplier<String> sql, @Nullable Query query, @Nullable T result, ServerSession session) {
    return null;
  }
}
