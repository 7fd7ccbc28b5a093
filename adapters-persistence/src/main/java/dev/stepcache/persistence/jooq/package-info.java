/** Run histories in SQL: SQLite and MySQL under one schema, opened by {@link RunHistories}. */
@NullMarked
package dev.stepcache.persistence.jooq;

import org.jspecify.annotations.NullMarked;
