@NullMarked
package dev.stepcache.persistence.objects;

import org.jspecify.annotations.NullMarked;
