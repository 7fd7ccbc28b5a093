/** Who may see and do what: permissions on pipelines, by source of metadata (H3). */
@NullMarked
package dev.stepcache.domain.access;

import org.jspecify.annotations.NullMarked;
