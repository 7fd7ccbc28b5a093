package dev.stepcache.persistence.jooq;

import static dev.stepcache.persistence.schema.Tables.EXECUTION_STEP;
import static dev.stepcache.persistence.schema.Tables.STEP_RUN;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.update;

import java.util.Arrays;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;

/** What is recorded all the time; the parameters are named as the columns are. */
enum HotChange implements HotQueries.Asked {
  INSERT_RUN {
    @Override
    public Query query() {
      return insertInto(STEP_RUN).set(parameters(STEP_RUN));
    }
  },

  /** Of a run that is executing; nobody owns it any more. */
  END_RUN {
    @Override
    public Query query() {
      return update(STEP_RUN)
          .set(
              parameters(
                  STEP_RUN.STATUS,
                  STEP_RUN.LATEST_AT,
                  STEP_RUN.OUTPUTS,
                  STEP_RUN.KEPT_PLACE,
                  STEP_RUN.KEPT_DIGESTS,
                  STEP_RUN.REASON,
                  STEP_RUN.OWNER,
                  STEP_RUN.LEASE_UNTIL))
          .where(STEP_RUN.ID.eq(parameter(STEP_RUN.ID)))
          .and(STEP_RUN.STATUS.eq(inline(RunRows.EXECUTING)));
    }
  },

  INSERT_STEP {
    @Override
    public Query query() {
      return insertInto(EXECUTION_STEP).set(parameters(EXECUTION_STEP));
    }
  },

  /** In place of what was kept of the step before. */
  KEEP_STEP {
    @Override
    public Query query() {
      return insertInto(EXECUTION_STEP)
          .set(parameters(EXECUTION_STEP))
          .onDuplicateKeyUpdate()
          .setAllToExcluded();
    }
  };

  private static Map<Field<?>, Field<?>> parameters(Table<?> table) {
    return parameters(table.fields());
  }

  private static Map<Field<?>, Field<?>> parameters(Field<?>... fields) {
    return Arrays.stream(fields).collect(toMap(field -> field, HotChange::parameter));
  }

  private static <T> Field<T> parameter(Field<T> field) {
    return param(field.getName(), field.getType());
  }
}
