/** How Amazon's services are reached. */
@NullMarked
package dev.stepcache.persistence.aws;

import org.jspecify.annotations.NullMarked;
