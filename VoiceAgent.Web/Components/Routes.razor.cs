using Microsoft.AspNetCore.Components;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components;

/// <summary>The root of every page, rendered first with the request and then in the circuit.</summary>
public sealed partial class Routes(CurrentOrigin current)
{
    /// <summary>Where the visitor comes from.</summary>
    [Parameter]
    public VisitorOrigin Origin { get; set; } = VisitorOrigin.Unknown;

    protected override void OnInitialized() => current.Value = Origin;
}
