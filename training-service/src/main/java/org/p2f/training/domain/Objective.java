package org.p2f.training.domain;

/** What training minimises besides the distance between score and noise. */
public enum Objective {
  /** The code is a value; its absolute size is penalised. */
  DRL,
  /** The code is a normal distribution; its distance from N(0, 1) is penalised. */
  VDRL
}
