/** SageMaker's own API, the pipeline operations of AWS JSON 1.1 (H1). */
@NullMarked
package dev.stepcache.http.sagemaker;

import org.jspecify.annotations.NullMarked;
