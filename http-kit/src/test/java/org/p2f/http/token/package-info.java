@NullMarked
package org.p2f.http.token;

import org.jspecify.annotations.NullMarked;
