/** What the use cases need from outside: run history, object store, step runner. */
@NullMarked
package dev.stepcache.application.port;

import org.jspecify.annotations.NullMarked;
