/** The objects of jobs in the local file system. */
@NullMarked
package dev.stepcache.persistence.objects;

import org.jspecify.annotations.NullMarked;
