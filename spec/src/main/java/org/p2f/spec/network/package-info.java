/** What networks look like: shapes and choices of encoders and score networks. */
@NullMarked
package org.p2f.spec.network;

import org.jspecify.annotations.NullMarked;
