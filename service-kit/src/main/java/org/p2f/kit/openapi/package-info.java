/** The OpenAPI document of a service. */
@NullMarked
package org.p2f.kit.openapi;

import org.jspecify.annotations.NullMarked;
