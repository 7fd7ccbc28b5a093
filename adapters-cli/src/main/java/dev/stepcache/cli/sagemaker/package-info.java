/**
 * The runner that hands steps to Amazon's services: each step's resolved arguments are the request,
 * sent as they are, and the answer of its Describe call is what the step hands on. Signatures,
 * credentials, addresses and retries are the AWS SDK's; requests and answers stay JSON, so that no
 * member is lost for being newer than this program.
 */
@NullMarked
package dev.stepcache.cli.sagemaker;

import org.jspecify.annotations.NullMarked;
