/** Stands in for the component that would fetch an icon. */
export default function InlineSVG({
  title,
  innerRef,
  src: _src,
  onLoad: _onLoad,
  onError: _onError,
  loader: _loader,
  ...rest
}: any) {
  return (
    <svg ref={innerRef} {...rest}>
      {title && <title>{title}</title>}
    </svg>
  );
}
