import { createContext, useContext, type ReactNode } from 'react';

/** Which heading the parts of a resource have: beside the table they stand below the name, on its page below the title. */
export const PartHeading = createContext<'h2' | 'h3'>('h3');

/** A part of what is shown of a resource, under its own heading. */
export function ResourcePart(props: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const { title, children } = props;
  const level = useContext(PartHeading);
  return (
    <section className="resource__part" aria-label={title}>
      {level === 'h2' ? <h2>{title}</h2> : <h3>{title}</h3>}
      {children}
    </section>
  );
}
