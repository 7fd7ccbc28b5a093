/** Whether the service lives and how it does (H4). */
@NullMarked
package dev.stepcache.http.operation;

import org.jspecify.annotations.NullMarked;
