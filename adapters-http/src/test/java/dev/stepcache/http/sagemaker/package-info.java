@NullMarked
package dev.stepcache.http.sagemaker;

import org.jspecify.annotations.NullMarked;
