/** Open Inference Protocol over HTTP and gRPC. */
@NullMarked
package org.p2f.representation.inference.web;

import org.jspecify.annotations.NullMarked;
